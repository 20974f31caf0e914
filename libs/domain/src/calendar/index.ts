export { yearTable } from './calendar';
