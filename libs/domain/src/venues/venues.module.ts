import { Module } from '@nestjs/common';
import { VenuesController } from './venues.controller';

/** Rooms of the trading centres, and who has them when. */
@Module({ controllers: [VenuesController] })
export class VenuesModule {}
