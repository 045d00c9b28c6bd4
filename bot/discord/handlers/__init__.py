"""Handlers of commands, buttons, menus, forms and messages."""
