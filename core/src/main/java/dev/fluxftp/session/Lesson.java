package dev.fluxftp.session;

/** Something that a server taught us by its behaviour, worth remembering for the next dialogue with it. */
public enum Lesson {
    /** EPSV is refused, answered with nonsense, or names a port that cannot be reached, while PASV works. */
    EPSV_FAILS,
    /** MLSD is refused though it was announced. */
    MLSD_REFUSED,
    /** MLST is refused though it was announced. */
    MLST_REFUSED,
    /** HASH is not implemented though it was announced; the same for the older commands below. */
    HASH_REFUSED,
    XSHA512_REFUSED,
    XSHA256_REFUSED,
    XSHA1_REFUSED,
    XMD5_REFUSED,
    MD5_REFUSED,
    XCRC_REFUSED,
    /** REST is not implemented. */
    REST_REFUSED,
    /** MFMT is not implemented though it was announced. */
    MFMT_REFUSED,
    /** APPE is refused while REST and STOR work. */
    APPE_REFUSED,
    /** The server refuses data connections whose TLS session is new, and TLS 1.3 sessions run out: TLS 1.2 it is. */
    TLS_1_3_SESSIONS_RUN_OUT,
    /** It has to be TLS 1.3 all the same: a session that has run out is replaced by a new one. */
    TLS_1_2_REFUSED
}
