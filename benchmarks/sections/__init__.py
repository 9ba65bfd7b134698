"""One module for each question that the benchmark answers, each with a `measure`."""
