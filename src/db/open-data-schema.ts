/** Row types of what was published as open data; names as in `migrations/0005-open-data.ts`. */
export interface OpenDataSchema {
  open_data_file: { name: string; content_type: string; body: string; etag: string; made_at: Date };
  open_data_count: { substance_id: string; region: string; period: string; samples: number };
}
