"""The gate of `manage.py serve`: who comes in is seen to here or shown on to Daphne.

Three things are done at the gate, since everybody comes for them at once: a reader's WebSocket, a
page that is ready as bytes, and a poller's question. Everything else is Daphne's, with the bytes
that were read already; and where the gate is not (any other ASGI server, a system without epoll)
all of it is, by `sockets.py` and Django's views.
"""
