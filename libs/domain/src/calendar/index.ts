export { yearTable } from './calendar';
export { CalendarModule } from './calendar.module';
export { type DueYear, dueYear } from './due';
export { refuseFar } from './reach';
export { objectOf as yearObject, type YearNotice, YearsService } from './years.service';
