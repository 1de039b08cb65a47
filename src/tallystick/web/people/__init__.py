"""Who works here: users, their organisations, the roles that give power, invitations."""
