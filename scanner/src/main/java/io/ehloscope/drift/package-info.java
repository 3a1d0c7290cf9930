/**
 * What became of a fleet since an earlier scan: which verbs, mechanisms, certificates, products and verdicts changed.
 * Only what is known on both sides is compared.
 */
@NullMarked
package io.ehloscope.drift;

import org.jspecify.annotations.NullMarked;
