// What a thread of the pool does: each export is a task, by its name.
import { TASKS } from './texts';

export const { givenMarkdown, givenPage, plainText, anchorPlaces } = TASKS;
