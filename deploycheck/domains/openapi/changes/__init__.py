"""What differs between two versions of an operation, one file for each thing that a caller can notice."""
