export { RoomsModule } from './rooms.module';
export { ROOM_EVENTS, type RoomEventType, told } from './room-events';
export { type RoomEvent, type RoomKind, RoomsService, type Said } from './rooms.service';
