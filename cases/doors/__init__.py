"""The door for machines: who may come in, cases in, what became of them out."""
