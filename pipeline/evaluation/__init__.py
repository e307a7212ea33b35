"""What ``directives evaluate`` is made of.

``sections`` measures (which articles, which models), ``outcomes`` is what a measurement leaves behind,
``accepted`` keeps the last accepted run and compares with it, ``report`` prints.
"""
