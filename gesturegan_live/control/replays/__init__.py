"""Takes played again while hands play: what each message about takes does, and the voices that it is done to."""
