"""How mail leaves: by SMTP, or into the mailbox that a demo market shows in the browser."""
