"""Services: who there is, who owns it, what it says that it offers and uses."""
