package dev.fluxftp.reactor.torture;

/** The ways to move a file. */
enum Kind {
    FLUX_DOWNLOAD,
    FILE_DOWNLOAD,
    /** Into a part that an earlier attempt left. */
    RESUMED_DOWNLOAD,
    SEGMENTED_DOWNLOAD,
    /** Over several connections into a part that one connection left. */
    RESUMED_SEGMENTED_DOWNLOAD,
    OFFSET_UPLOAD,
    FLUX_UPLOAD,
    FILE_UPLOAD,
    ATOMIC_UPLOAD,
    /** Behind a beginning that the server has. */
    RESUMED_UPLOAD,
    RESUMED_ATOMIC_UPLOAD;

    boolean isUpload() {
        return compareTo(OFFSET_UPLOAD) >= 0;
    }

    boolean isResumed() {
        return name().startsWith("RESUMED_");
    }

    boolean isSegmented() {
        return name().contains("SEGMENTED_");
    }

    boolean isAtomic() {
        return name().contains("ATOMIC_");
    }
}
