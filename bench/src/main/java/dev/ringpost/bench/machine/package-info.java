/**
 * What differs between two rounds on one virtual machine though nobody changed anything: how far apart its cores are, and how
 * much of their time the hypervisor took. Knows no bench.
 */
@NullMarked
package dev.ringpost.bench.machine;

import org.jspecify.annotations.NullMarked;
