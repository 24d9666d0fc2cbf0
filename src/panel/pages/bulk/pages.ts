// The pages of texts and of bulk jobs come together, with the messages that only they have: apart, each would be so small that the bundler
// put what they share into what every reader waits for.
export { TextList } from '../content/list';
export { TextPage } from '../content/text';
export { BulkJobPage } from './job';
export { BulkJobsPage } from './list';
export { SchedulePage } from './schedule';
export { EditSchedulePage, NewSchedulePage } from './schedule-form';
export { SchedulesPage } from './schedules';
export { TemplatesPage } from './templates';
