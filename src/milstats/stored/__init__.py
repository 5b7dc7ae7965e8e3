"""Tables that stay in their file, for those that outgrow TOML: figures are read when they are asked for, and checked then.

What `load` returns for such a file is a `Dataset` like any other; only its mappings read the file. Each record passes the
same door as one in TOML, so a fault is told when the record that has it is read.
"""
