"""One pyftpdlib server, set up by KEY=VALUE arguments; the file pyftpdlib beside this one starts it."""
import logging
import os
import sys

from OpenSSL import SSL
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import DTPHandler, FTPHandler, ThrottledDTPHandler, TLS_DTPHandler, TLS_FTPHandler
from pyftpdlib.servers import FTPServer

setting = dict(argument.split("=", 1) for argument in sys.argv[1:])
mode = setting["mode"]
encrypted = mode != "plain"


def number(key, default=0):
    return int(setting.get(key, default))


def tls_context():
    context = SSL.Context(SSL.SSLv23_METHOD)
    context.use_certificate_chain_file(setting["certificate"])
    context.use_privatekey_file(setting["certificate"])
    context.set_session_id(b"fluxftp")  # without it a client that offers a session is turned away
    if "tls" in setting:
        version = {"1.2": SSL.TLS1_2_VERSION, "1.3": SSL.TLS1_3_VERSION}[setting["tls"]]
        context.set_min_proto_version(version)
        context.set_max_proto_version(version)
    return context


class Data(TLS_DTPHandler if encrypted else DTPHandler):
    timeout = number("data", 300)


class SlowData(ThrottledDTPHandler, Data):
    read_limit = write_limit = number("rate")


class Session(TLS_FTPHandler if encrypted else FTPHandler):
    timeout = number("idle", 300)
    auth_failed_timeout = 0
    dtp_handler = SlowData if "rate" in setting else Data
    masquerade_address = setting.get("masq")
    tls_control_required = encrypted
    ssl_context = tls_context() if encrypted else None
    if mode == "implicit":
        def handle(self):
            self.secure_connection(self.ssl_context)

        def handle_ssl_established(self):
            super().handle()


class Server(FTPServer):
    def _accept_new_cons(self):  # pyftpdlib's own limit counts data connections and the listener too
        return len(self.ip_map) <= self.max_cons


refused = ({"EPSV"} if "epsv" in setting else set()) | ({"MLSD", "MLST"} if "mlsd" in setting else set())
Session.proto_cmds = {verb: rule for verb, rule in Session.proto_cmds.items() if verb not in refused}
if "pasv" in setting:
    low, high = setting["pasv"].split("-")
    Session.passive_ports = range(int(low), int(high) + 1)
Session.authorizer = DummyAuthorizer()
Session.authorizer.add_user(setting["user"], setting["password"], setting["root"], perm="elradfmwMT")

logging.basicConfig(filename=setting["log"], level=logging.DEBUG, format="%(asctime)s %(message)s")
server = Server((setting["host"], number("port")), Session)
server.max_cons = number("max", 500)

# All that root alone may read is read by now.
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(number("gid"))
    os.setuid(number("uid"))
os.umask(0)
server.serve_forever(timeout=0.05)  # left to itself, its loop can sleep past an idle timeout
