package dev.fluxftp.protocol;

/** An FTP command word, grouped by the RFC that defines it. Words that are not here are said with {@link Command#raw}. */
public enum Verb {
    // RFC 959 4.1.1: access control
    USER,
    PASS,
    ACCT,
    CWD,
    CDUP,
    SMNT,
    QUIT,
    REIN,
    // RFC 959 4.1.2: transfer parameters
    PORT,
    PASV,
    TYPE,
    STRU,
    MODE,
    // RFC 959 4.1.3: service
    RETR,
    STOR,
    STOU,
    APPE,
    ALLO,
    REST,
    RNFR,
    RNTO,
    ABOR,
    DELE,
    RMD,
    MKD,
    PWD,
    LIST,
    NLST,
    SITE,
    SYST,
    STAT,
    HELP,
    NOOP,
    // RFC 2228 and RFC 4217: security
    AUTH,
    PBSZ,
    PROT,
    CCC,
    // RFC 2389: feature negotiation
    FEAT,
    OPTS,
    // RFC 2428: extended addresses
    EPRT,
    EPSV,
    // RFC 3659: sizes, times, machine-readable listings
    SIZE,
    MDTM,
    MLST,
    MLSD,
    // draft-somers-ftp-mfxx: facts that are changed
    MFMT,
    // RFC 7151: virtual hosts
    HOST,
    // draft-bryan-ftpext-hash, and what servers had before it: hashes of files
    HASH,
    XSHA512,
    XSHA256,
    XSHA1,
    XMD5,
    MD5,
    XCRC
}
