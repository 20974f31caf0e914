export { DeskModule } from './desk.module';
export { type DueItem, readDue } from './todo.queries';
