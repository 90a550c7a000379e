"""The programs that people use, each on top of the library: nothing else imports them."""
