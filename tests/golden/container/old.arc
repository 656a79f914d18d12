filedesc://old.arc 0.0.0.0 20020305080000 text/plain 65
1 0 Hand
URL IP-address Archive-date Content-type Archive-length

http://gazette.example/1 192.0.2.1 20020305080000 text/html 222
HTTP/1.1 200 OK
Content-Type: text/html

<!DOCTYPE html>
<html lang="en"><head><title>First of an ARC</title></head><body><h1>First of an ARC</h1><p>Pages were kept in ARC files before there was WARC.</p></body></html>

dns:gazette.example 192.0.2.1 20020305080000 text/dns 2
x

http://gazette.example/2 192.0.2.1 20020305080000 text/html 157
HTTP/1.1 404 Not Found
Content-Type: text/html

<!DOCTYPE html>
<html lang="en"><head><title>Gone</title></head><body><h1>Gone</h1><p>x</p></body></html>

http://gazette.example/3 192.0.2.1 20020305080000 text/html 224
HTTP/1.1 200 OK
Content-Type: text/html

<!DOCTYPE html>
<html lang="en"><head><title>Second of an ARC</title></head><body><h1>Second of an ARC</h1><p>It follows the first one after a look-up of a name.</p></body></html>

