"""Text that tries to take over whatever shows it, and a secret that must never be shown."""

# What a stranger can put into a name, a path or a message to take over the medium that shows it.
HOSTILE = (
    "\x1b[2J\x1b]0;title\x07",
    "line\r\nline\n::error file=a,line=1::forged\n::set-output name=x::y\n##[add-path]/evil",
    "</details><!-- deploycheck:report --><script>alert(1)</script><img src=x onerror=alert(1)>",
    "@everyone please see [this](https://evil.example) ![x](http://evil.example/x.png) #1 GH-1 www.evil.example",
    "``` \n````\n# heading\n| a | b |",
    "]]> & \" ' <b> \x00\x0b\ufffe\uffff",
    "\u202eesrever\u2066 \u2028\udcff\ufeff",
    "a,b:c%25%0A::x,y=z",
)
MARKER = "s3cr3t-m4rk3r"
