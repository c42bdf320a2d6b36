/**
 * Something that went wrong. Known codes have their own words in both languages (i18n `trouble.*`);
 * otherwise `message` is shown as it is.
 */
export interface Trouble {
  code: string;
  message: string;
}
