/**
 * A text as a cell: quoted where it must be, and after an apostrophe where a spreadsheet would take it for a formula.
 * Source: OWASP, "CSV Injection" and Application Security Verification Standard 5.0, 1.2.10.
 */
export function textCell(text: string): string {
  const harmless = /^[=+\-@＝＋－＠\t\r\n\0]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
