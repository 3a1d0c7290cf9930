/**
 * Compares the fleet with an earlier scan: which verbs, mechanisms, certificates, products and verdicts changed. Only
 * values that are known in both scans are compared.
 */
@NullMarked
package io.ehloscope.drift;

import org.jspecify.annotations.NullMarked;
