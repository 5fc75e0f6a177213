"""Python's values as option texts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from pyspark.sql.types import (
    ArrayType,
    DecimalType,
    FloatType,
    MapType,
    StringType,
    StructField,
    StructType,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        ("ml.m5.xlarge", "ml.m5.xlarge"),
        (4, "4"),
        (0.23, "0.23"),
        (Decimal("12.50"), "12.50"),
        (["title", "a, b"], '["title", "a, b"]'),
        (("название",), '["название"]'),
        ({"MaxRuntime": 1}, '{"MaxRuntime": 1}'),
        (date(2026, 11, 22), "2026-11-22"),
        (timedelta(minutes=45), "2700000ms"),
        (ArrayType(FloatType()), "array<float>"),
        (MapType(StringType(), DecimalType(10, 2)), "map<string,decimal(10,2)>"),
        (StructType([StructField("a`b c", StringType())]), "struct<`a``b c`:string>"),
    ],
)
def test_a_value_becomes_the_text_that_the_option_is_given_in(spark, value, text):
    from batch_transform.options import option_text

    assert option_text("name", value) == text


@pytest.mark.parametrize("value", [{"a", "b"}, datetime(2026, 11, 22), object()])
def test_a_value_that_is_no_options_value_is_refused_by_the_options_name(spark, value):
    from batch_transform.options import option_text

    with pytest.raises(TypeError, match="'inputColumns'"):
        option_text("inputColumns", value)


def test_what_is_no_dataframe_of_spark_is_refused_by_its_kind(spark):
    from batch_transform import BatchTransform

    with pytest.raises(TypeError, match=r"builtins\.list.*spark\.createDataFrame"):
        BatchTransform([1, 2, 3], "model")


def test_a_session_that_does_not_come_first_is_asked_for(spark):
    from batch_transform import BatchTransform

    with pytest.raises(TypeError, match=r"attach\(\.\.\.\) with a str first.*Spark session"):
        BatchTransform.attach("s3a://bucket/scoring", "nightly", spark)


def test_none_is_an_option_that_is_not_given(spark):
    from batch_transform.options import option_texts

    assert option_texts({"runId": None, "wait": True}) == {"wait": "true"}


def test_spark_reads_a_type_back_as_it_was(spark):
    from batch_transform.options import ddl

    prediction = StructType(
        [
            StructField("scores", MapType(StringType(), ArrayType(FloatType()))),
            StructField("étiquette, 1:er`", StructType([StructField("x y", StringType())])),
        ]
    )

    read_back = spark.range(0).selectExpr(f"CAST(NULL AS {ddl(prediction)}) AS p").schema["p"]

    assert read_back.dataType == prediction
