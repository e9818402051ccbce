"""Staff, roles and who may do what. Sign-in comes with the counter; until then the desk answers on the machine itself only."""
