def actions(*a): return ()
