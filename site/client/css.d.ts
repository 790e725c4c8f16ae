/** Styles, which the bundler takes. */
declare module "*.css";
