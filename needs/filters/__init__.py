"""The filters of these lists."""
