"""What is outside: one module for each thing, none of which knows another."""
