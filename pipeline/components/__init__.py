"""The steps of the pipeline as spaCy components, one a file, in the order in which they run.

``words`` → ``context`` → ``agencies``, ``dates``, ``quantities``, ``instruments``, ``cues`` → ``tags`` → ``directives``

Every component reads and sets custom attributes of the document (``doc._``), all registered in ``attributes``. Offsets
in them are code points of the *normalised* text, ``doc._.normalised.text``; records and annotations map back.
"""
