"""Long trials by hand (`make soak`): a phone whose line is cut and whose browser is killed, again and again."""
