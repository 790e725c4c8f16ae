/** The bytes from a table of parameters to that of the second parameter, if there are two. */
export const SECOND_TABLE: usize = 8192;
