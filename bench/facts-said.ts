/** What a measured instance is told about facts: a line, answered by the same. */
export const WITH_FACTS = 'facts are kept';
export const WITHOUT_FACTS = 'facts are not kept';
