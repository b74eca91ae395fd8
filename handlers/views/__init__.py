"""What people see: every view is a function of one plain value and the reader's words.

No view looks anything up: no ids, settings, clocks or clients come in here, only what `cases` hands out.
"""
