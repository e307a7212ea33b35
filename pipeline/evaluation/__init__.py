"""What ``directives evaluate`` and ``directives errors`` are made of.

``sections`` measures (which articles, which models), ``outcomes`` is what a measurement leaves behind,
``accepted`` keeps the last accepted run and compares with it, ``report`` prints.

``causes`` (with ``wrong_fields``) tells why something is wrong, ``analysis`` shows where and by which rules,
``listing`` prints.
"""
