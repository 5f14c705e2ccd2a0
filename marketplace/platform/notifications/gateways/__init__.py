"""How letters leave: by SMTP, or into the mailbox that a demo market shows in the browser."""
