"""The demonstration night: 6 May 2010 at Ilford Town Hall, in our own words, with true figures."""
