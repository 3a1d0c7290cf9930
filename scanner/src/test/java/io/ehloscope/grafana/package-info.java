/**
 * What makes and tests the files in {@code grafana/}: dashboards and runbooks are written by the classes here, rules are
 * read and held against them.
 */
package io.ehloscope.grafana;
