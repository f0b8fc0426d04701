"""What any process of the instrument needs: children kept alive, shared memory, mailboxes, rights, a cache folder.

Every process imports it; it knows nothing of what they are for. The ground floor.
"""
