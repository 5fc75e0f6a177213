/**
 * What runs inside the S3 server's own process. The only package that may import S3Proxy; nothing
 * outside may import it, because S3Proxy is not on a user's class path.
 */
@NullMarked
package dev.batchtransform.s3.server;

import org.jspecify.annotations.NullMarked;
