package dev.fluxftp.listing;

import dev.fluxftp.protocol.TimeVal;
import org.jspecify.annotations.Nullable;

/**
 * Columns that have the shape of a date. What they say may be unknown all the same: Feb 30, or a month in a language
 * that is not read here. The name is still found behind them.
 */
record ListedDate(int firstColumn, int lastColumn, @Nullable TimeVal time) {}
