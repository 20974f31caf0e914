import { Controller, Put, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Allow, By } from '@platform/auth';
import type { Caller } from '@platform/db';
import { line, sizeOf, uploadOf } from '@platform/http';
import { FilesService } from './files.service';

const Name = z.strictObject({
  name: line(200).regex(/^[^/\\]+$/, '/ \\'),
  mediaType: z
    .string()
    .max(127)
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .default('application/octet-stream'),
});

@Controller('api/files')
export class FilesController {
  constructor(private readonly files: FilesService) {}

  @Put()
  @Allow('file.upload', { takes: 'stream' })
  upload(@By() caller: Caller, @Query({ schema: Name }) query: z.infer<typeof Name>, @Req() request: FastifyRequest) {
    return this.files.upload(caller, { ...query, size: sizeOf(request) }, uploadOf(request));
  }
}
