/** Where failures of the last runs lie, unless told otherwise; git ignores it. */
export const defaultOut = '.billstorm/failures'
/** Where cases are kept for good, beside the user's code. */
export const keptIn = 'billstorm/cases'
