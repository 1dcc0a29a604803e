package dev.fluxftp.session;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.Features;
import dev.fluxftp.protocol.LoginRefusedException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.TlsFailedException;
import dev.fluxftp.protocol.Verb;

/**
 * From the greeting to a session that is ready: AUTH TLS, USER, PASS, ACCT, PBSZ 0, PROT P, FEAT, OPTS UTF8 ON, TYPE I, as
 * far as each is wanted. Any no on the way ends the session; nothing secret is said before the protection that was asked
 * for is there.
 */
public final class LoginDialogue implements Dialogue<Features> {

    private final Security security;
    private final Credentials credentials;

    public LoginDialogue(Security security, Credentials credentials) {
        this.security = security;
        this.credentials = credentials;
    }

    @Override
    public Step<Features> begin() {
        return security == Security.IMPLICIT_TLS ? Step.startTls(this::hearGreeting) : hearGreeting();
    }

    private Step<Features> hearGreeting() {
        return Step.hear(Phase.GREETING, this::greeted);
    }

    private Step<Features> greeted(Reply reply) {
        return switch (reply.kind()) {
            case PRELIMINARY -> hearGreeting(); // RFC 959 5.4: 120, ready in nnn minutes; then 220
            case COMPLETION -> secure(reply);
            default -> Step.broken(new NegativeReplyException(Phase.GREETING, null, reply));
        };
    }

    private Step<Features> secure(Reply greeting) {
        if (security == Security.EXPLICIT_TLS) {
            return authTls(); // also after 230: being logged in already does not make the connection secure
        }
        return greeting.code() == 230 ? protect() : user();
    }

    private Step<Features> authTls() {
        Command auth = Command.of(Verb.AUTH, "TLS");
        return Step.say(
                auth,
                reply -> reply.code() == 234 || reply.code() == 334
                        ? Step.startTls(this::user)
                        : Step.broken(new TlsFailedException(Phase.TLS, "the server refuses TLS", auth, reply)));
    }

    private Step<Features> user() {
        Command user = Command.of(Verb.USER, credentials.user());
        return Step.say(user, reply -> answered(user, reply));
    }

    private Step<Features> password() {
        Command pass = Command.of(Verb.PASS, credentials.password());
        return Step.say(pass, reply -> answered(pass, reply));
    }

    private Step<Features> account(Command asked, Reply question) {
        String name = credentials.account();
        if (name == null) {
            return Step.broken(new LoginRefusedException(asked, question));
        }
        Command acct = Command.of(Verb.ACCT, name);
        return Step.say(acct, reply -> answered(acct, reply));
    }

    /** RFC 959 6: USER and PASS may be answered with "logged in", "password, please" or "account, please". */
    private Step<Features> answered(Command command, Reply reply) {
        if (reply.isCompletion()) {
            return protect();
        }
        if (reply.code() == 331 && command.is(Verb.USER)) {
            return password();
        }
        if (reply.code() == 332 && !command.is(Verb.ACCT)) {
            return account(command, reply);
        }
        return Step.broken(new LoginRefusedException(command, reply));
    }

    private Step<Features> protect() {
        // RFC 4217 9: PBSZ must come before PROT; its answer decides nothing
        return security.isTls() ? Step.say(Command.of(Verb.PBSZ, "0"), reply -> protectData()) : askFeatures();
    }

    private Step<Features> protectData() {
        Command prot = Command.of(Verb.PROT, "P");
        return Step.say(
                prot,
                reply -> reply.isCompletion()
                        ? askFeatures()
                        : Step.broken(new TlsFailedException(
                                Phase.LOGIN, "the server does not protect data connections", prot, reply)));
    }

    private Step<Features> askFeatures() {
        return Step.say(Command.of(Verb.FEAT), reply -> chooseUtf8(Features.of(reply)));
    }

    private Step<Features> chooseUtf8(Features features) {
        // Pure-FTPd and pyftpdlib refuse it and speak UTF-8 all the same: the answer says nothing
        return Step.say(Command.of(Verb.OPTS, "UTF8 ON"), reply -> chooseImage(features));
    }

    private Step<Features> chooseImage(Features features) {
        Command type = Command.of(Verb.TYPE, "I");
        return Step.say(type, reply -> switch (reply.kind()) {
            case COMPLETION -> Step.done(features);
            case TRANSIENT_NEGATIVE, PERMANENT_NEGATIVE ->
                Step.broken(new NegativeReplyException(Phase.LOGIN, type, reply));
            default -> Step.broken(new ProtocolViolationException(Phase.LOGIN, "an odd reply to TYPE I: " + reply));
        });
    }
}
